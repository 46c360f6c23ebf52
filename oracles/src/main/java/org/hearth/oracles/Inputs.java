package org.hearth.oracles;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.hearth.policy.DecidedRow;
import org.hearth.policy.DecidedRow.Kind;
import org.hearth.policy.DecisionFile;
import org.hearth.policy.Pack;
import org.hearth.policy.PackError;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What the inputs of one file are: their values for a row, and their types. */
final class Inputs {

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The type of a list of codes, such as {@code holds}. */
    private static final String CODES = "codes";

    private final Pack pack;
    private final DecisionFile file;
    private final Document document;
    private final List<String> decisions = new ArrayList<>();
    private final Set<String> words = new HashSet<>();
    private final Map<String, Kind> own = new HashMap<>();

    /** Reads a file that the pack has loaded already. */
    Inputs(Pack pack, DecisionFile file) {
        this.pack = pack;
        this.file = file;
        this.own.putAll(pack.everywhere());
        this.own.putAll(pack.columns(file.each()));
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            this.document = factory.newDocumentBuilder().parse(file.path().toFile());
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw PackError.in(file.name(), e);
        }
        for (Element decision : elements(document.getDocumentElement(), "decision")) {
            decisions.add(decision.getAttribute("name"));
        }
        Matcher word = WORD.matcher(document.getDocumentElement().getTextContent());
        while (word.find()) {
            words.add(word.group());
        }
    }

    /** The columns of rows around or within the row in hand that the file can look at. */
    private Map<String, Kind> looked(String each) {
        var single = new LinkedHashMap<>(pack.columns(each));
        single.values().removeIf(kind -> kind == Kind.ROWS || kind == Kind.COLLECTED);
        var looked = new LinkedHashMap<>(single);
        looked.keySet().retainAll(words);
        if (looked.isEmpty()) {
            // Rows that are only counted: a type without a component would be none to an engine.
            single.entrySet().stream().limit(1).forEach(first -> looked.put(first.getKey(), first.getValue()));
        }
        return looked;
    }

    /** The decisions of the file. */
    List<String> decisions() {
        return decisions;
    }

    /** The values of some inputs of the file for a row; null where not known. */
    Map<String, @Nullable Object> of(DecidedRow row, Set<String> inputs) {
        var given = new HashMap<String, @Nullable Object>();
        for (String input : inputs) {
            Kind kind = own.get(input);
            if (kind == null) {
                given.put(input, context(input.equals("member") ? row.member() : row.household(), looked(input)));
            } else if (kind == Kind.ROWS) {
                List<DecidedRow> rows = row.list(input);
                Map<String, Kind> columns = looked(input);
                given.put(
                        input,
                        rows == null
                                ? null
                                : rows.stream()
                                        .map(item -> context(item, columns))
                                        .toList());
            } else {
                given.put(input, row.value(input));
            }
        }
        return given;
    }

    private static Map<String, @Nullable Object> context(DecidedRow row, Map<String, Kind> columns) {
        var context = new HashMap<String, @Nullable Object>();
        columns.keySet().forEach(name -> context.put(name, row.value(name)));
        return context;
    }

    /** The file with the types of its inputs written into it, and without the one type that a list of findings cannot have. */
    String typed() {
        var copy = (Document) document.cloneNode(true);
        Element root = copy.getDocumentElement();
        define(root, CODES, "string");
        for (Element input : elements(root, "inputData")) {
            variable(input).setAttribute("typeRef", typeOf(root, input.getAttribute("name")));
        }
        for (Element table : elements(root, "decisionTable")) {
            if (table.getAttribute("hitPolicy").equals("COLLECT")) {
                variable((Element) table.getParentNode()).removeAttribute("typeRef");
            }
        }
        try {
            var text = new StringWriter();
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(copy), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw PackError.in(file.name(), e);
        }
    }

    private Element variable(Element named) {
        List<Element> variables = elements(named, "variable");
        if (variables.isEmpty()) {
            throw PackError.at(file.name(), named.getAttribute("name"), "has no variable, by which an engine knows it");
        }
        return variables.getFirst();
    }

    private String typeOf(Element root, String input) {
        Kind kind = own.get(input);
        if (kind == null) {
            return define(root, input);
        }
        if (kind == Kind.ROWS) {
            define(root, "list_" + input, define(root, input));
            return "list_" + input;
        }
        return type(kind);
    }

    /** Defines the type of such a row. */
    private String define(Element root, String rows) {
        Element type = element(root, "itemDefinition", "row_" + rows);
        looked(rows).forEach((name, kind) -> {
            Element component = element(type, "itemComponent", name);
            component.appendChild(typeRef(component, type(kind)));
            type.appendChild(component);
        });
        root.insertBefore(type, elements(root, "inputData").getFirst());
        return type.getAttribute("name");
    }

    /** Defines the type of a list. */
    private static void define(Element root, String list, String of) {
        Element type = element(root, "itemDefinition", list);
        type.setAttribute("isCollection", "true");
        type.appendChild(typeRef(type, of));
        root.insertBefore(type, elements(root, "inputData").getFirst());
    }

    private static List<Element> elements(Element within, String kind) {
        var nodes = within.getElementsByTagNameNS("*", kind);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static Element element(Element within, String kind, String name) {
        Element element = within.getOwnerDocument().createElementNS(within.getNamespaceURI(), kind);
        element.setAttribute("name", name);
        return element;
    }

    private static Element typeRef(Element within, String type) {
        Element element = within.getOwnerDocument().createElementNS(within.getNamespaceURI(), "typeRef");
        element.setTextContent(type);
        return element;
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case NUMBER -> "number";
            case TRUTH -> "boolean";
            case DATE -> "date";
            case CODE -> "string";
            case CODES -> CODES;
            case COLLECTED, ROWS -> throw new IllegalArgumentException("no single value");
        };
    }
}
