package org.hearth.app.chain;

import java.util.Set;
import org.hearth.app.access.Role;
import org.hearth.app.platform.Text;

/**
 * A part of the household page that another room fills. Rooms offer beans of this type; the page asks for the fragment
 * when it is opened.
 *
 * @param order place on the page
 * @param title its heading
 * @param link where the fragment is; {@code {id}} stands for the household
 * @param roles who sees it
 */
public record HouseholdPanel(int order, Text title, String link, Set<Role> roles) {

    /** The address of the fragment for one household. */
    public String linkFor(Object householdId) {
        return link.replace("{id}", householdId.toString());
    }
}
