package org.hearth.oracles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hearth.policy.DecisionFile;
import org.hearth.policy.PackError;
import org.jspecify.annotations.Nullable;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNMessage;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/** Apache KIE (Drools): reads the file as it lies in the pack. */
final class Kie implements Engine {

    private final DMNRuntime runtime;
    private final DMNModel model;
    private final Set<String> inputs;

    private Kie(DMNRuntime runtime, DMNModel model) {
        this.runtime = runtime;
        this.model = model;
        this.inputs = model.getInputs().stream().map(i -> i.getName()).collect(Collectors.toUnmodifiableSet());
    }

    static Kie load(DecisionFile file) {
        try {
            var resource = ResourceFactory.newByteArrayResource(Files.readAllBytes(file.path()));
            resource.setSourcePath(file.path().toString());
            DMNRuntime runtime = DMNRuntimeBuilder.fromDefaults()
                    .buildConfiguration()
                    .fromResources(List.of(resource))
                    .getOrElseThrow(e -> refused(file, String.valueOf(e.getMessage())));
            DMNModel model = runtime.getModels().getFirst();
            for (DMNMessage message : model.getMessages(DMNMessage.Severity.ERROR)) {
                throw refused(file, message.getText());
            }
            return new Kie(runtime, model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PackError refused(DecisionFile file, String problem) {
        return PackError.in(file.name(), "Apache KIE cannot use it: " + problem);
    }

    @Override
    public String name() {
        return "Apache KIE";
    }

    @Override
    public Set<String> inputs() {
        return inputs;
    }

    @Override
    public Map<String, @Nullable Object> decide(
            Map<String, @Nullable Object> given, Map<String, @Nullable Object> settled) {
        DMNContext context = runtime.newContext();
        given.forEach(context::set);
        settled.forEach(context::set);
        var decided = new HashMap<String, @Nullable Object>();
        runtime.evaluateAll(model, context)
                .getDecisionResults()
                .forEach(result -> decided.put(result.getDecisionName(), result.getResult()));
        return decided;
    }
}
