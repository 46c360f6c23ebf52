package org.hearth.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** A file of standard DMN (the 1.3 namespace), as its decisions stand in it. */
final class Dmn {

    static final String NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/";

    /** A decision: a table, or else one expression. */
    record Decision(
            String file,
            String name,
            Set<String> requires,
            @Nullable Table table,
            @Nullable String expression) {}

    enum HitPolicy {
        UNIQUE,
        ANY,
        FIRST,
        PRIORITY,
        COLLECT
    }

    /**
     * A decision table; {@code outputs} and {@code annotations} are the names of its columns.
     *
     * @param outputValues the values that the first output column lists, the first before the others
     */
    record Table(
            HitPolicy policy,
            List<String> inputs,
            List<String> outputs,
            List<String> outputValues,
            @Nullable String defaultOutput,
            List<String> annotations,
            List<Rule> rules) {

        /** The table with its rows in another order. */
        Table with(List<Rule> rows) {
            return new Table(policy, inputs, outputs, outputValues, defaultOutput, annotations, rows);
        }
    }

    /** A row, with its id; cells as written. */
    record Rule(String id, List<String> tests, List<String> outputs, List<String> annotations) {

        String annotation(Table table, String name) {
            int at = table.annotations().indexOf(name);
            return at < 0 || at >= annotations.size() ? "" : annotations.get(at);
        }
    }

    private Dmn() {}

    static List<Decision> read(Path path) {
        String file = path.getFileName().toString();
        Element root = parse(path, file).getDocumentElement();
        if (!NAMESPACE.equals(root.getNamespaceURI())) {
            throw PackError.in(file, "not DMN in the 1.3 namespace, but " + root.getNamespaceURI());
        }
        var names = new java.util.HashMap<String, String>();
        for (String kind : List.of("decision", "inputData")) {
            children(root, kind).forEach(e -> names.put("#" + e.getAttribute("id"), e.getAttribute("name")));
        }
        var decisions = new ArrayList<Decision>();
        for (Element decision : children(root, "decision")) {
            String name = decision.getAttribute("name");
            for (Element variable : children(decision, "variable")) {
                if (!variable.getAttribute("name").equals(name)) {
                    throw PackError.at(
                            file,
                            "decision " + name,
                            "its variable is called " + variable.getAttribute("name") + "; both need one name");
                }
            }
            Set<String> requires = new HashSet<>();
            for (Element need : children(decision, "informationRequirement")) {
                for (String kind : List.of("requiredDecision", "requiredInput")) {
                    for (Element link : children(need, kind)) {
                        String target = names.get(link.getAttribute("href"));
                        if (target == null) {
                            throw PackError.at(
                                    file,
                                    "decision " + name,
                                    "requires " + link.getAttribute("href") + ", not in the file");
                        }
                        requires.add(target);
                    }
                }
            }
            List<Element> tables = children(decision, "decisionTable");
            List<Element> expressions = children(decision, "literalExpression");
            if (tables.size() + expressions.size() != 1) {
                throw PackError.at(file, "decision " + name, "needs one decision table or one literal expression");
            }
            decisions.add(new Decision(
                    file,
                    name,
                    requires,
                    tables.isEmpty() ? null : table(file, name, tables.getFirst()),
                    expressions.isEmpty() ? null : text(expressions.getFirst())));
        }
        return decisions;
    }

    private static Document parse(Path path, String file) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new ErrorHandler() {
                @Override
                public void warning(SAXParseException e) {}

                @Override
                public void error(SAXParseException e) throws SAXException {
                    throw e;
                }

                @Override
                public void fatalError(SAXParseException e) throws SAXException {
                    throw e;
                }
            });
            return builder.parse(path.toFile());
        } catch (SAXParseException e) {
            String problem = String.valueOf(e.getMessage());
            throw PackError.at(
                    file,
                    "line " + e.getLineNumber(),
                    problem.contains("DOCTYPE")
                            ? "has a DOCTYPE, by which a file can draw in others; a decision file has none"
                            : "is no XML: " + problem);
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw PackError.in(file, e);
        }
    }

    private static Table table(String file, String decision, Element element) {
        String hitPolicy = element.getAttribute("hitPolicy");
        HitPolicy policy = switch (hitPolicy) {
            case "", "UNIQUE" -> HitPolicy.UNIQUE;
            case "ANY" -> HitPolicy.ANY;
            case "FIRST" -> HitPolicy.FIRST;
            case "PRIORITY" -> HitPolicy.PRIORITY;
            case "COLLECT" -> HitPolicy.COLLECT;
            default ->
                throw PackError.at(file, "table " + decision, "hit policy " + hitPolicy + " is not in the subset");
        };
        if (element.hasAttribute("aggregation")) {
            throw PackError.at(
                    file,
                    "table " + decision,
                    "COLLECT with " + element.getAttribute("aggregation") + " is not in the subset");
        }
        List<Element> outputs = children(element, "output");
        String defaultOutput = outputs.stream()
                .flatMap(o -> children(o, "defaultOutputEntry").stream())
                .map(Dmn::text)
                .findFirst()
                .orElse(null);
        var rules = new ArrayList<Rule>();
        for (Element rule : children(element, "rule")) {
            rules.add(new Rule(
                    rule.getAttribute("id"),
                    texts(rule, "inputEntry"),
                    texts(rule, "outputEntry"),
                    texts(rule, "annotationEntry")));
        }
        List<String> inputs = children(element, "input").stream()
                .map(input -> children(input, "inputExpression"))
                .map(written -> written.isEmpty() ? "" : text(written.getFirst()))
                .toList();
        if (inputs.contains("")) {
            throw PackError.at(
                    file, "table " + decision + ", column " + (inputs.indexOf("") + 1), "its input has no expression");
        }
        for (Rule rule : rules) {
            if (rule.id().isEmpty()
                    || rule.tests().size() != inputs.size()
                    || rule.outputs().size() != outputs.size()) {
                int row = rules.indexOf(rule) + 1;
                throw PackError.at(
                        file, "table " + decision + ", row " + row, "needs an id and a cell for each column");
            }
        }
        return new Table(
                policy,
                inputs,
                IntStream.range(0, outputs.size())
                        .mapToObj(i -> outputs.get(i).getAttribute("name"))
                        .toList(),
                outputs.isEmpty() ? List.of() : listed(outputs.getFirst()),
                defaultOutput,
                children(element, "annotation").stream()
                        .map(a -> a.getAttribute("name"))
                        .toList(),
                rules);
    }

    /** The values that an output column lists, as written. */
    private static List<String> listed(Element output) {
        return children(output, "outputValues").stream()
                .flatMap(values -> Arrays.stream(text(values).split(",")))
                .map(String::strip)
                .toList();
    }

    private static List<String> texts(Element parent, String name) {
        return children(parent, name).stream().map(Dmn::text).toList();
    }

    private static String text(Element element) {
        List<Element> texts = children(element, "text");
        return texts.isEmpty() ? "" : texts.getFirst().getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        var found = new ArrayList<Element>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element e && name.equals(e.getLocalName()) && NAMESPACE.equals(e.getNamespaceURI())) {
                found.add(e);
            }
        }
        return found;
    }
}
