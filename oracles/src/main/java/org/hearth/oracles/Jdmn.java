package org.hearth.oracles;

import com.gs.dmn.DMNModelRepository;
import com.gs.dmn.DRGElementFilter;
import com.gs.dmn.DRGElementReference;
import com.gs.dmn.ast.TDRGElement;
import com.gs.dmn.ast.TDecision;
import com.gs.dmn.ast.TDefinitions;
import com.gs.dmn.ast.TInputData;
import com.gs.dmn.dialect.JavaTimeDMNDialectDefinition;
import com.gs.dmn.log.NopBuildLogger;
import com.gs.dmn.runtime.Context;
import com.gs.dmn.runtime.interpreter.DMNInterpreter;
import com.gs.dmn.runtime.interpreter.EvaluationContext;
import com.gs.dmn.runtime.interpreter.Result;
import com.gs.dmn.transformation.InputParameters;
import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hearth.policy.DecisionFile;
import org.hearth.policy.PackError;
import org.jspecify.annotations.Nullable;

/** jDMN's interpreter. It takes no input without a type, so it reads the file with the types of the fact dictionary added. */
final class Jdmn implements Engine {

    /** The interpreter asks for the inputs of a decision each time it decides; they stay the same. */
    private static final class Repository extends DMNModelRepository {

        private final Map<String, List<DRGElementReference<TInputData>>> closures = new HashMap<>();

        Repository(TDefinitions model) {
            super(model);
        }

        @Override
        public List<DRGElementReference<TInputData>> inputDataClosure(
                DRGElementReference<? extends TDRGElement> decision, DRGElementFilter filter) {
            return closures.computeIfAbsent(
                    decision.getElement().getName(), name -> super.inputDataClosure(decision, filter));
        }
    }

    private final String namespace;
    private final DMNInterpreter<?, ?, ?, ?, ?> interpreter;
    private final Set<String> inputs;
    private final List<TDecision> decisions;

    private Jdmn(TDefinitions model, Repository repository, DMNInterpreter<?, ?, ?, ?, ?> interpreter) {
        this.namespace = model.getNamespace();
        this.interpreter = interpreter;
        this.inputs = repository.findInputDatas(model).stream()
                .map(TInputData::getName)
                .collect(Collectors.toUnmodifiableSet());
        this.decisions = inOrder(repository, model);
    }

    static Jdmn load(DecisionFile file, String typed) {
        try {
            var dialect = new JavaTimeDMNDialectDefinition();
            var parameters = new InputParameters(Map.of("dmnVersion", "1.3"));
            TDefinitions model = dialect.createDMNSerializer(new NopBuildLogger(), parameters)
                    .readModel(new StringReader(typed));
            var repository = new Repository(model);
            return new Jdmn(model, repository, dialect.createDMNInterpreter(repository, parameters));
        } catch (RuntimeException e) {
            throw PackError.in(file.name(), "jDMN cannot use it: " + e.getMessage());
        }
    }

    /** The decisions of the file, each after those it needs. */
    private static List<TDecision> inOrder(Repository repository, TDefinitions model) {
        var ordered = new LinkedHashSet<TDecision>();
        repository.findDecisions(model).forEach(decision -> visit(repository, decision, ordered));
        return List.copyOf(ordered);
    }

    private static void visit(Repository repository, TDecision decision, Set<TDecision> ordered) {
        if (!ordered.contains(decision)) {
            repository.directSubDecisions(decision).forEach(need -> visit(repository, need.getElement(), ordered));
            ordered.add(decision);
        }
    }

    @Override
    public String name() {
        return "jDMN";
    }

    @Override
    public Set<String> inputs() {
        return inputs;
    }

    @Override
    public Map<String, @Nullable Object> decide(
            Map<String, @Nullable Object> given, Map<String, @Nullable Object> settled) {
        var known = new HashMap<String, @Nullable Object>();
        given.forEach((name, value) -> known.put(name, contexts(value)));
        settled.forEach((name, value) -> known.put(name, contexts(value)));
        var decided = new HashMap<String, @Nullable Object>();
        for (TDecision decision : decisions) {
            String name = decision.getName();
            if (!settled.containsKey(name)) {
                var context = EvaluationContext.makeDecisionEvaluationContext(decision, known);
                Object value = Result.value(interpreter.evaluateDecision(namespace, name, context));
                known.put(name, value);
                decided.put(name, maps(value));
            }
        }
        return decided;
    }

    /** Maps as its contexts. */
    private static @Nullable Object contexts(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var context = new Context();
                map.forEach((name, part) -> context.add(name, contexts(part)));
                yield context;
            }
            case List<?> list -> list.stream().map(Jdmn::contexts).toList();
            case null -> null;
            default -> value;
        };
    }

    /** Its contexts as maps. */
    private static @Nullable Object maps(@Nullable Object value) {
        return switch (value) {
            case Context context -> {
                var map = new HashMap<@Nullable Object, @Nullable Object>();
                context.keySet().forEach(name -> map.put(name, maps(context.get(name))));
                yield map;
            }
            case List<?> list -> list.stream().map(Jdmn::maps).toList();
            case null -> null;
            default -> value;
        };
    }
}
