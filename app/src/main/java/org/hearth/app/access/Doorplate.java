package org.hearth.app.access;

import java.util.Set;
import org.hearth.app.platform.Text;

/**
 * A room's entry in the navigation. Rooms offer beans of this type.
 *
 * @param order place in the navigation, which follows the flow from signal to bulletin
 * @param title what the room is called
 * @param link where its first page is
 * @param icon name of the symbol in the page frame's sprite
 * @param roles who sees it
 */
public record Doorplate(int order, Text title, String link, String icon, Set<Role> roles) {}
