package org.hearth.app.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Where a person goes after a form was accepted, whether the browser or htmx sent it. */
public final class NextPage {

    private NextPage() {}

    /** Goes to {@code link}; htmx is told in its own header, because it would follow a redirect within the page. */
    public static ResponseEntity<Void> at(String link, HttpServletRequest request) {
        return request.getHeader("HX-Request") == null
                ? ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create(link))
                        .build()
                : ResponseEntity.ok().header("HX-Redirect", link).build();
    }
}
