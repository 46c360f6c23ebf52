package org.hearth.app.exchange;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hearth.app.exchange.DepartmentKeys.Sender;
import org.hearth.app.platform.Audit;
import org.hearth.app.platform.Missing;
import org.hearth.app.platform.Problem;
import org.hearth.app.platform.Text;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.support.MissingServletRequestPartException;

/** What a department's system may do: send a file, and ask what became of one that it sent. */
@RestController
@RequestMapping("/api/exchange")
class DepartmentSystemsController {

    private static final long LARGEST = 2L << 30;

    private final Exchange exchange;
    private final ReceivedFiles files;
    private final WorkFiles workFiles;
    private final MendedRows mended;
    private final Quarantine quarantine;
    private final Contracts contracts;
    private final Audit audit;

    DepartmentSystemsController(
            Exchange exchange,
            ReceivedFiles files,
            WorkFiles workFiles,
            MendedRows mended,
            Quarantine quarantine,
            Contracts contracts,
            Audit audit) {
        this.exchange = exchange;
        this.files = files;
        this.workFiles = workFiles;
        this.mended = mended;
        this.quarantine = quarantine;
        this.contracts = contracts;
        this.audit = audit;
    }

    @PostMapping(value = "/{kind}", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Map<String, Object>> form(
            @PathVariable String kind,
            @RequestParam MultipartFile file,
            @RequestAttribute(DepartmentDoor.SENDER) Sender sender)
            throws IOException {
        Path path = workFiles.fresh();
        try {
            file.transferTo(path);
            return receive(kind, Objects.requireNonNullElse(file.getOriginalFilename(), kind), path, sender);
        } finally {
            Files.deleteIfExists(path);
        }
    }

    @PostMapping(value = "/{kind}", consumes = "!" + MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Map<String, Object>> body(
            @PathVariable String kind,
            HttpServletRequest request,
            @RequestAttribute(DepartmentDoor.SENDER) Sender sender)
            throws IOException {
        if (String.valueOf(request.getContentType()).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)) {
            throw new Problem(
                    "请把 Content-Type 写成文件的类型，如 text/csv；表单编码的内容不是文件。",
                    "Send the file's own Content-Type, such as text/csv; what is encoded as a form is no file.");
        }
        Path path = workFiles.fresh();
        try {
            copy(request.getInputStream(), path);
            return receive(kind, nameOf(request, kind), path, sender);
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static String nameOf(HttpServletRequest request, String kind) {
        String header = request.getHeader(HttpHeaders.CONTENT_DISPOSITION);
        String name = header == null ? null : ContentDisposition.parse(header).getFilename();
        return name == null || name.isBlank() ? kind + ".csv" : name;
    }

    private static void copy(InputStream in, Path path) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > LARGEST) {
                    throw new Problem("文件超过 2 GB，没有接收。请分成几个文件。", "The file is larger than 2 GB; send it in parts.");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private ResponseEntity<Map<String, Object>> receive(String kind, String fileName, Path path, Sender sender) {
        contracts.of(kind);
        if (!sender.maySend(kind)) {
            throw new NotThisKind();
        }
        BatchResult result = exchange.receive(kind, fileName, path);
        audit.note("department-sent", result.batchId().toString(), kind + (result.receivedBefore() ? " (again)" : ""));
        ReceivedFiles.Batch batch = files.batch(result.batchId());
        Map<String, Object> answer = standing(batch);
        answer.put("receivedBefore", result.receivedBefore());
        return ResponseEntity.status(batch.state().isAtWork() ? HttpStatus.ACCEPTED : HttpStatus.OK)
                .location(URI.create("/api/exchange/batches/" + batch.id()))
                .body(answer);
    }

    /** How far a file has come, what its rows came to, and why some wait. */
    @GetMapping("/batches/{id}")
    Map<String, Object> batch(@PathVariable UUID id, @RequestAttribute(DepartmentDoor.SENDER) Sender sender) {
        ReceivedFiles.Batch batch = files.batch(id);
        if (!batch.receivedBy().equals(sender.scope().actor())) {
            throw new Missing("份文件", "file");
        }
        return standing(batch);
    }

    private Map<String, Object> standing(ReceivedFiles.Batch batch) {
        Map<String, Object> standing = new LinkedHashMap<>();
        standing.put("batch", batch.id());
        standing.put("kind", batch.kind());
        standing.put("file", batch.fileName());
        standing.put("state", batch.state().name());
        standing.put("stateText", both(batch.state().title()));
        standing.put("expectedRows", batch.expectedRows() == null ? batch.rows() : batch.expectedRows());
        standing.put("rows", batch.rows());
        standing.put("applied", batch.applied());
        standing.put("unchanged", batch.unchanged());
        standing.put("waiting", batch.quarantined());
        standing.put("dismissed", batch.dismissed());
        standing.put("mended", batch.mended());
        if (batch.mended() > 0) {
            standing.put(
                    "mends",
                    mended.of(batch.id()).stream()
                            .map(of -> Map.of(
                                    "batch", of.ofBatch(),
                                    "file", of.fileName(),
                                    "rows", of.rows(),
                                    "settled", of.settled(),
                                    "waiting", of.waiting()))
                            .toList());
        }
        standing.put(
                "notes",
                batch.notes().stream()
                        .map(note -> Map.of("kind", note.kind().name(), "text", both(note.text())))
                        .toList());
        standing.put(
                "reasons",
                quarantine.reasons(batch.id()).stream()
                        .map(count -> Map.of(
                                "reason", count.reason().name(),
                                "text", both(count.reason().title()),
                                "rows", count.rows()))
                        .toList());
        if (!batch.problemZh().isEmpty()) {
            standing.put("problem", both(batch.problem()));
        }
        return standing;
    }

    private static Map<String, String> both(Text text) {
        return Map.of("zh", text.zh(), "en", text.en());
    }

    /** The key is for other records. */
    private static final class NotThisKind extends RuntimeException {}

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> problem(Problem problem) {
        return answer(HttpStatus.UNPROCESSABLE_CONTENT, problem.text());
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> missing(Missing missing) {
        return answer(HttpStatus.NOT_FOUND, missing.text());
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> notThisKind(NotThisKind e) {
        return answer(
                HttpStatus.FORBIDDEN,
                new Text("这把密钥不能送这种数据。请向系统管理员申请。", "This key is not for records of this kind; ask the administrator."));
    }

    @ExceptionHandler({MissingServletRequestPartException.class, MultipartException.class})
    ResponseEntity<Map<String, Object>> noFile(Exception e) {
        return answer(
                HttpStatus.BAD_REQUEST,
                new Text("请求中没有名为 file 的文件，或内容不完整。", "The request has no part named file, or broke off."));
    }

    @ExceptionHandler({
        HttpRequestMethodNotSupportedException.class,
        HttpMediaTypeNotSupportedException.class,
        MethodArgumentTypeMismatchException.class
    })
    ResponseEntity<Map<String, Object>> notSo(Exception e) {
        return notSo();
    }

    /** What is none of the requests above is answered to a system as well, not with a page. */
    @RequestMapping("/**")
    ResponseEntity<Map<String, Object>> notSo() {
        return answer(
                HttpStatus.BAD_REQUEST,
                new Text(
                        "这个地址不接受这样的请求。送数用 POST /api/exchange/数据种类，查询用 GET /api/exchange/batches/编号。",
                        "This address takes no such request: POST /api/exchange/KIND sends, GET /api/exchange/batches/ID asks."));
    }

    private static ResponseEntity<Map<String, Object>> answer(HttpStatus status, Text text) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(DepartmentDoor.problem(status, text));
    }
}
