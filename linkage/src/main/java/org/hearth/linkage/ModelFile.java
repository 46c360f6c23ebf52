package org.hearth.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
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

    static Model shipped(String resource) {
        try (InputStream file = Objects.requireNonNull(Model.class.getResourceAsStream(resource), resource)) {
            return read(resource, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Model read(Path file) throws IOException {
        return read(file.toString(), Files.readString(file));
    }

    private static Model read(String file, String json) {
        Content content;
        try {
            content = JSON.readValue(json, Content.class);
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
