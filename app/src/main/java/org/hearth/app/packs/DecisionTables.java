package org.hearth.app.packs;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.hearth.policy.PackError;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What stands in the tables of a DMN file, cell by cell, so that two versions of it can be laid side by side. */
public final class DecisionTables {

    /** Stands for the table itself: its hit policy, what its columns ask, its default. */
    static final String HEAD = "*";

    private DecisionTables() {}

    /**
     * The decisions of a file in their order; in each, by row id, its cells by column. A decision that is one expression has
     * one row.
     *
     * @throws PackError when the text is no XML
     */
    public static Map<String, Map<String, Map<String, String>>> of(String path, String xml) {
        var decisions = new LinkedHashMap<String, Map<String, Map<String, String>>>();
        for (Element decision : children(root(path, xml), "decision")) {
            var rows = new LinkedHashMap<String, Map<String, String>>();
            children(decision, "decisionTable").forEach(table -> read(table, rows));
            children(decision, "literalExpression").forEach(expression -> rows.put("", Map.of("", text(expression))));
            decisions.put(decision.getAttribute("name"), rows);
        }
        return decisions;
    }

    /** Of one decision's table, by row id, what is annotated to the row, by the annotation's name. */
    public static Map<String, Map<String, String>> annotations(String path, String xml, String name) {
        var rows = new LinkedHashMap<String, Map<String, String>>();
        for (Element decision : children(root(path, xml), "decision")) {
            if (decision.getAttribute("name").equals(name)) {
                for (Element table : children(decision, "decisionTable")) {
                    List<Element> names = children(table, "annotation");
                    for (Element rule : children(table, "rule")) {
                        var words = new LinkedHashMap<String, String>();
                        List<Element> entries = children(rule, "annotationEntry");
                        for (int i = 0; i < Math.min(names.size(), entries.size()); i++) {
                            words.put(names.get(i).getAttribute("name"), text(entries.get(i)));
                        }
                        rows.put(rule.getAttribute("id"), words);
                    }
                }
            }
        }
        return rows;
    }

    private static Element root(String path, String xml) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw PackError.in(path, e);
        }
    }

    private static void read(Element table, Map<String, Map<String, String>> rows) {
        var columns = new ArrayList<String>();
        var head = new LinkedHashMap<String, String>();
        head.put("hitPolicy", table.getAttribute("hitPolicy"));
        for (Element input : children(table, "input")) {
            head.put(
                    "input " + (head.size()),
                    text(children(input, "inputExpression").getFirst()));
        }
        for (Element output : children(table, "output")) {
            children(output, "defaultOutputEntry").forEach(entry -> head.put("default", text(entry)));
        }
        rows.put(HEAD, head);
        for (Element input : children(table, "input")) {
            String label = input.getAttribute("label");
            columns.add(
                    label.isEmpty() ? text(children(input, "inputExpression").getFirst()) : label);
        }
        children(table, "output").forEach(output -> columns.add(output.getAttribute("name")));
        children(table, "annotation").forEach(annotation -> columns.add(annotation.getAttribute("name")));
        for (Element rule : children(table, "rule")) {
            var cells = new LinkedHashMap<String, String>();
            int column = 0;
            for (String kind : List.of("inputEntry", "outputEntry", "annotationEntry")) {
                for (Element entry : children(rule, kind)) {
                    cells.put(column < columns.size() ? columns.get(column) : "", text(entry));
                    column++;
                }
            }
            rows.put(rule.getAttribute("id"), cells);
        }
    }

    private static String text(Element element) {
        List<Element> texts = children(element, "text");
        return texts.isEmpty() ? "" : texts.getFirst().getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        var found = new ArrayList<Element>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element e && name.equals(e.getLocalName())) {
                found.add(e);
            }
        }
        return found;
    }
}
