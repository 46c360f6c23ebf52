package org.hearth.app.outreach;

import java.io.ByteArrayInputStream;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.hearth.app.monitoring.Level;
import org.hearth.app.platform.Problem;
import org.hearth.divisions.DivisionLevel;
import org.hearth.divisions.RegionCode;
import org.jspecify.annotations.Nullable;

/** Reads a weather warning in the Common Alerting Protocol 1.2 (OASIS). Document types and entities are refused. */
final class CapReader {

    private static final String NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2";
    private static final int LARGEST = 1 << 20;
    private static final List<String> REQUIRED = List.of("identifier", "sender", "sent", "status", "msgType", "scope");
    private static final List<String> REQUIRED_OF_INFO =
            List.of("category", "event", "urgency", "severity", "certainty");
    /** Names under which senders give division codes of GB/T 2260; codes of other countries' tables must not be taken for them. */
    private static final Set<String> DIVISION_CODES = Set.of("GB/T 2260", "GB2260", "行政区划代码");

    private final Map<String, String> alert = new HashMap<>();
    private final Map<String, String> info = new HashMap<>();
    private final List<RegionCode> regions = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();
    private String valueName = "";
    private int infos;

    private CapReader() {}

    /**
     * Reads one message.
     *
     * @throws Problem when it is not well formed, not CAP 1.2, or lacks what the standard requires; nothing of it is taken
     */
    static CapMessage read(byte[] xml) {
        if (xml.length > LARGEST) {
            throw invalid("文件过大", "it is too large");
        }
        CapReader reader = new CapReader();
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            reader.walk(factory.createXMLStreamReader(new ByteArrayInputStream(xml)));
        } catch (XMLStreamException e) {
            throw invalid("不是完整的 XML", "it is not well-formed XML");
        }
        return reader.message();
    }

    private void walk(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw invalid("含有文档类型或实体", "it has a document type or an entity");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (path.isEmpty()
                            && !(xml.getLocalName().equals("alert") && NAMESPACE.equals(xml.getNamespaceURI()))) {
                        throw invalid("不是 CAP 1.2 的 alert", "it is no CAP 1.2 alert");
                    }
                    path.addLast(xml.getLocalName());
                    if (at("alert/info")) {
                        infos++;
                    }
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    take(xml.getLocalName(), text.toString().strip());
                    path.removeLast();
                    text.setLength(0);
                }
                default -> {
                    // Comments and processing instructions say nothing.
                }
            }
        }
    }

    private boolean at(String where) {
        return String.join("/", path).equals(where);
    }

    private void take(String name, String value) {
        if (path.size() == 2) {
            alert.putIfAbsent(name, value);
        } else if (path.size() == 3 && at("alert/info/" + name) && infos == 1) {
            // A message repeats its info for each language; the first is the sender's own.
            info.putIfAbsent(name, value);
        } else if (name.equals("valueName")) {
            valueName = value;
        } else if (at("alert/info/area/geocode/value") && DIVISION_CODES.contains(valueName)) {
            county(value);
        }
    }

    private void county(String code) {
        String digits = code.length() == 12 && code.endsWith("000000") ? code.substring(0, 6) : code;
        try {
            RegionCode region = RegionCode.parse(digits);
            if (region.level().compareTo(DivisionLevel.COUNTY) < 0) {
                throw invalid("行政区划代码没有到县：" + code, "a division code is above the county: " + code);
            }
            RegionCode county = region.at(DivisionLevel.COUNTY);
            if (!regions.contains(county)) {
                regions.add(county);
            }
        } catch (IllegalArgumentException e) {
            throw invalid("行政区划代码有误：" + code, "a division code is wrong: " + code);
        }
    }

    private CapMessage message() {
        REQUIRED.forEach(name -> required(alert, name));
        CapMessage.Type type = type(required(alert, "msgType"));
        if (infos > 0) {
            REQUIRED_OF_INFO.forEach(name -> required(info, name));
        } else if (type == CapMessage.Type.ALERT) {
            throw invalid("缺少 info", "info is missing");
        }
        OffsetDateTime sent = time(required(alert, "sent"));
        String words = info.getOrDefault("event", "") + " " + info.getOrDefault("headline", "");
        String expires = info.get("expires");
        return new CapMessage(
                required(alert, "identifier"),
                required(alert, "sender"),
                sent,
                required(alert, "status").equals("Actual"),
                type,
                references(),
                kind(words),
                colour(words),
                info.getOrDefault("headline", info.getOrDefault("event", "")),
                // The standard leaves expiry open; a local signal is renewed within a day or is over.
                expires == null ? sent.plusDays(1) : time(expires),
                List.copyOf(regions));
    }

    /** Each reference is sender,identifier,sent. */
    private List<String> references() {
        List<String> identifiers = new ArrayList<>();
        for (String reference : alert.getOrDefault("references", "").split("\\s+")) {
            String[] parts = reference.split(",");
            if (parts.length == 3) {
                identifiers.add(parts[1]);
            }
        }
        return identifiers;
    }

    private static CapMessage.@Nullable Kind kind(String words) {
        if (words.contains("寒潮")) {
            return CapMessage.Kind.COLD_WAVE;
        } else if (words.contains("暴雪")) {
            return CapMessage.Kind.SNOWSTORM;
        } else if (words.contains("道路结冰")) {
            return CapMessage.Kind.ROAD_ICING;
        }
        return null;
    }

    private @Nullable Level colour(String words) {
        for (Level level : Level.values()) {
            if (words.contains(level.title().zh())) {
                return level;
            }
        }
        return switch (info.getOrDefault("severity", "")) {
            case "Extreme" -> Level.RED;
            case "Severe" -> Level.ORANGE;
            case "Moderate" -> Level.YELLOW;
            case "Minor" -> Level.BLUE;
            default -> null;
        };
    }

    private static CapMessage.Type type(String text) {
        try {
            return CapMessage.Type.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw invalid("msgType 有误：" + text, "msgType is wrong: " + text);
        }
    }

    private static OffsetDateTime time(String text) {
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            throw invalid("时间有误：" + text, "a time is wrong: " + text);
        }
    }

    private static String required(Map<String, String> of, String name) {
        String value = of.get(name);
        if (value == null || value.isEmpty()) {
            throw invalid("缺少 " + name, name + " is missing");
        }
        return value;
    }

    private static Problem invalid(String zh, String en) {
        return new Problem("这份气象预警没有接收：" + zh + "。", "This weather warning was not taken: " + en + ".");
    }
}
