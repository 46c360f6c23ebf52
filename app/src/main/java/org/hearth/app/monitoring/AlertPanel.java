package org.hearth.app.monitoring;

import java.util.Set;
import org.hearth.app.access.Role;

/**
 * A part of an alert's page that another room fills. Rooms offer beans of this type; the page asks for the fragment when it is
 * opened.
 *
 * @param order place on the page
 * @param link where the fragment is; {@code {id}} stands for the alert
 * @param roles who sees it
 */
public record AlertPanel(int order, String link, Set<Role> roles) {

    /** The address of the fragment for one alert. */
    public String linkFor(Object alertId) {
        return link.replace("{id}", alertId.toString());
    }
}
