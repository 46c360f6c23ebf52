/**
 * Plays a winter through the front doors of all rooms: the demonstration, and the tests that walk the whole briefing.
 *
 * <p>Nothing here is needed to run the platform for real.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "access",
            "region",
            "registry",
            "chain",
            "exchange",
            "monitoring",
            "benefit",
            "casework",
            "outreach",
            "familysearch",
            "visits",
            "childcare",
            "disaster",
            "bulletin"
        })
package org.hearth.app.winter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
