package org.hearth.app.benefit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.hearth.app.platform.Problem;

/**
 * A bank's status report (ISO 20022 pain.002.001.10) on a file of ours. Document types and entities are refused.
 *
 * @param messageId our file that it answers
 * @param wholeStatus what holds for all payments that are not named; empty where only some are reported
 * @param wholeReason the reason that goes with it; empty where none is given
 * @param lines the payments that are named
 */
record BankAnswer(String messageId, String wholeStatus, String wholeReason, List<Line> lines) {

    /** What became of one payment. */
    record Line(String endToEndId, String status, String reason) {}

    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";
    // A county's thirty thousand payments make an answer of about 15 MB.
    private static final int LARGEST = 64 << 20;
    private static final Set<String> PAID = Set.of("ACSC", "ACCP");

    static boolean isPaid(String status) {
        return PAID.contains(status);
    }

    static boolean isReturned(String status) {
        return status.equals("RJCT");
    }

    /** @throws Problem when it is no such report; then nothing of it is taken */
    static BankAnswer read(InputStream file) {
        byte[] xml;
        try {
            xml = file.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (xml.length > LARGEST) {
            throw invalid("文件过大", "it is too large");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            return new Reader(factory.createXMLStreamReader(new ByteArrayInputStream(xml))).read();
        } catch (XMLStreamException e) {
            throw invalid("不是完整的 XML", "it is not well-formed XML");
        }
    }

    private static Problem invalid(String zh, String en) {
        return new Problem(
                "这不是银行的付款状态报告（pain.002.001.10）：" + zh + "。",
                "Not a payment status report (pain.002.001.10): " + en + ".");
    }

    /** Walks the report once and keeps what belongs to the element it is in. */
    private static final class Reader {

        private final XMLStreamReader xml;
        private final Deque<String> path = new ArrayDeque<>();
        private final List<Line> lines = new ArrayList<>();
        private final Set<String> named = new HashSet<>();
        private String messageId = "";
        private String wholeStatus = "";
        private String wholeReason = "";
        private String endToEndId = "";
        private String status = "";
        private String reason = "";

        Reader(XMLStreamReader xml) {
            this.xml = xml;
        }

        BankAnswer read() throws XMLStreamException {
            StringBuilder text = new StringBuilder();
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw invalid("含有文档类型或实体声明", "it declares a document type or an entity");
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (!NAMESPACE.equals(xml.getNamespaceURI())) {
                            throw invalid("命名空间不符", "its namespace is another one");
                        }
                        path.addLast(xml.getLocalName());
                        text.setLength(0);
                    }
                    case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        take(String.join("/", path), text.toString().strip());
                        path.removeLast();
                        text.setLength(0);
                    }
                    default -> {}
                }
            }
            if (messageId.isEmpty()) {
                throw invalid("没有写明所回复的文件（OrgnlMsgId）", "it does not say which file it answers (OrgnlMsgId)");
            }
            return new BankAnswer(messageId, wholeStatus, wholeReason, List.copyOf(lines));
        }

        private void take(String at, String text) {
            switch (at.replaceFirst("^Document/CstmrPmtStsRpt/", "")) {
                case "OrgnlGrpInfAndSts/OrgnlMsgId" -> messageId = text;
                case "OrgnlGrpInfAndSts/GrpSts", "OrgnlPmtInfAndSts/PmtInfSts" -> wholeStatus = text;
                case "OrgnlGrpInfAndSts/StsRsnInf/Rsn/Cd", "OrgnlPmtInfAndSts/StsRsnInf/Rsn/Cd" -> wholeReason = text;
                case "OrgnlPmtInfAndSts/TxInfAndSts/OrgnlEndToEndId" -> endToEndId = text;
                case "OrgnlPmtInfAndSts/TxInfAndSts/TxSts" -> status = text;
                case "OrgnlPmtInfAndSts/TxInfAndSts/StsRsnInf/Rsn/Cd" -> reason = text;
                case "OrgnlPmtInfAndSts/TxInfAndSts" -> line();
                default -> {}
            }
        }

        private void line() {
            if (!named.add(endToEndId)) {
                throw invalid("付款 " + endToEndId + " 出现两次", "payment " + endToEndId + " is in it twice");
            }
            lines.add(new Line(endToEndId, status.isEmpty() ? wholeStatus : status, reason));
            endToEndId = "";
            status = "";
            reason = "";
        }
    }
}
