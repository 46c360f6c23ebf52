package org.hearth.app.benefit;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A batch as the instruction that banks take: ISO 20022 customer credit transfer initiation, pain.001.001.09. */
final class BankFile {

    /**
     * One transfer of it.
     *
     * @param account the full number; it is written nowhere else
     * @param remittance what the payee reads on the statement
     */
    record Transfer(UUID paymentId, BigDecimal amount, String bank, String holder, String account, String remittance) {}

    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
    // Of ISO 20022: the paying account is the one that the county agreed on with its bank, and is not repeated in the
    // file.
    private static final String AGREED = "NOTPROVIDED";
    private static final int LONGEST_NAME = 140;

    private final XMLStreamWriter xml;

    private BankFile(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** An id as the message's texts of 35 characters can hold it: without dashes. */
    static String undashed(UUID id) {
        return id.toString().replace("-", "");
    }

    /** The id that was written without dashes; empty when it is none of ours. */
    static Optional<UUID> id(String undashed) {
        if (!undashed.matches("[0-9a-f]{32}")) {
            return Optional.empty();
        }
        return Optional.of(new UUID(
                Long.parseUnsignedLong(undashed.substring(0, 16), 16),
                Long.parseUnsignedLong(undashed.substring(16), 16)));
    }

    static void write(
            UUID batch,
            String debtor,
            LocalDateTime madeAt,
            LocalDate payOn,
            List<Transfer> transfers,
            OutputStream target) {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(target, "UTF-8");
            new BankFile(xml).document(batch, debtor, madeAt, payOn, transfers);
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the bank file could not be written: " + e.getMessage(), e);
        }
    }

    private void document(UUID batch, String debtor, LocalDateTime madeAt, LocalDate payOn, List<Transfer> transfers)
            throws XMLStreamException {
        String count = Integer.toString(transfers.size());
        String sum = transfers.stream()
                .map(Transfer::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .toPlainString();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("Document");
        xml.writeDefaultNamespace(NAMESPACE);
        xml.writeStartElement("CstmrCdtTrfInitn");
        xml.writeStartElement("GrpHdr");
        text("MsgId", undashed(batch));
        text("CreDtTm", madeAt.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME));
        text("NbOfTxs", count);
        text("CtrlSum", sum);
        named("InitgPty", debtor);
        xml.writeEndElement();
        xml.writeStartElement("PmtInf");
        text("PmtInfId", undashed(batch));
        text("PmtMtd", "TRF");
        text("NbOfTxs", count);
        text("CtrlSum", sum);
        xml.writeStartElement("ReqdExctnDt");
        text("Dt", payOn.toString());
        xml.writeEndElement();
        named("Dbtr", debtor);
        account("DbtrAcct", AGREED);
        xml.writeStartElement("DbtrAgt");
        xml.writeStartElement("FinInstnId");
        xml.writeStartElement("Othr");
        text("Id", AGREED);
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
        for (Transfer transfer : transfers) {
            transfer(transfer);
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void transfer(Transfer transfer) throws XMLStreamException {
        xml.writeStartElement("CdtTrfTxInf");
        xml.writeStartElement("PmtId");
        text("EndToEndId", undashed(transfer.paymentId()));
        xml.writeEndElement();
        xml.writeStartElement("Amt");
        xml.writeStartElement("InstdAmt");
        xml.writeAttribute("Ccy", "CNY");
        xml.writeCharacters(transfer.amount().toPlainString());
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeStartElement("CdtrAgt");
        named("FinInstnId", transfer.bank());
        xml.writeEndElement();
        named("Cdtr", transfer.holder());
        account("CdtrAcct", transfer.account());
        xml.writeStartElement("RmtInf");
        text("Ustrd", transfer.remittance());
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void named(String element, String name) throws XMLStreamException {
        xml.writeStartElement(element);
        text("Nm", name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
        xml.writeEndElement();
    }

    private void account(String element, String number) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeStartElement("Id");
        xml.writeStartElement("Othr");
        text("Id", number);
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void text(String element, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
