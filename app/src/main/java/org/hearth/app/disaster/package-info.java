/**
 * Disasters and the people they hit: the affected list, the vulnerable first, relief given, and who is still in difficulty afterwards.
 *
 * <p>Still being in difficulty is a signal; the case that follows is casework's.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"platform", "access", "region", "registry", "chain", "exchange", "monitoring", "benefit"
        })
package org.hearth.app.disaster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
