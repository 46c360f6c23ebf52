package org.hearth.linkage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A model as a file: JSON, with the config as it was written. */
final class ModelFile {

    /** Changes whenever the same file would give other scores. */
    private static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private record Content(int version, String config, Model.Learned learned) {}

    private ModelFile() {}

    static void write(Model model, Path file) throws IOException {
        Files.writeString(
                file,
                JSON.writeValueAsString(new Content(VERSION, model.config().text(), model.learned())) + "\n");
    }

    static Model read(Path file) throws IOException {
        Content content;
        try {
            content = JSON.readValue(Files.readString(file), Content.class);
        } catch (JacksonException e) {
            throw new LinkageFailure(file + " 不是模型文件。", file + " is no model: " + e.getOriginalMessage(), e);
        }
        if (content.version() != VERSION || content.config() == null || content.learned() == null) {
            throw new LinkageFailure(
                    file + " 是其他版本的模型，请重新训练。", file + " is a model of another version; train it again.");
        }
        return new Model(LinkageConfig.parse(content.config()), content.learned());
    }
}
