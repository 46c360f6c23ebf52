/**
 * The policy pack in force and how it changes: drafts, their check and simulation, publishing by four eyes with an effective
 * date, and what follows for those already paid when a standard is raised back to an earlier month.
 *
 * <p>Which version decides a day is known to {@code platform.PolicyPack}; what a pack means is in the policy library.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"platform", "access", "region", "registry", "chain", "exchange", "monitoring", "benefit"
        })
package org.hearth.app.packs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
