package org.hearth.app.exchange;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.hearth.app.platform.Csv;
import org.hearth.app.platform.Text;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What departments send: the list of record kinds, a template of each, and the rows to mend as a workbook. */
@Controller
@PreAuthorize("hasAnyRole('COUNTY_OFFICER', 'ADMINISTRATOR')")
class TemplatesController {

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final Contracts contracts;
    private final ErrorWorkbook errors;
    private final ReceivedFiles batches;

    TemplatesController(Contracts contracts, ErrorWorkbook errors, ReceivedFiles batches) {
        this.contracts = contracts;
        this.errors = errors;
        this.batches = batches;
    }

    /** A record kind as the page lists it. */
    record Kind(String kind, Text title, Text department, List<Column> columns) {}

    /** A column as the page lists it. */
    record Column(String name, boolean required, Text explained) {}

    @GetMapping("/exchange/contracts")
    String list(Model model) {
        model.addAttribute(
                "kinds",
                contracts.all().stream()
                        .sorted(Comparator.comparing((Contract contract) ->
                                        contract.department().zh())
                                .thenComparing(contract -> contract.title().zh()))
                        .map(contract -> new Kind(
                                contract.kind(),
                                contract.title(),
                                contract.department(),
                                contract.fields().stream()
                                        .map(field -> new Column(
                                                field.name(),
                                                Columns.isRequired(contract, field),
                                                Columns.explained(field)))
                                        .toList()))
                        .toList());
        return "exchange/contracts";
    }

    @GetMapping("/exchange/templates/{kind}.xlsx")
    void workbook(@PathVariable String kind, HttpServletResponse response) {
        Contract contract = contracts.of(kind);
        attach(response, contract.title().zh() + "-模板.xlsx");
        try {
            Templates.write(contract, response.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping("/exchange/templates/{kind}.csv")
    void csv(@PathVariable String kind, HttpServletResponse response) {
        Csv.answer(response, kind + ".csv", contracts.of(kind).columns(), rows -> {});
    }

    @GetMapping("/exchange/{id}/errors.xlsx")
    void waiting(@PathVariable UUID id, HttpServletResponse response) {
        // As the kind's files are named, so that of two kinds with the same columns it is known as the right one.
        attach(response, contracts.of(batches.batch(id).kind()).file() + "-待核行.xlsx");
        try {
            errors.write(id, response.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void attach(HttpServletResponse response, String name) {
        response.setContentType(XLSX);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name, StandardCharsets.UTF_8)
                        .build()
                        .toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
