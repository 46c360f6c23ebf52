/**
 * Warmth in cold winter: weather warnings and the response plan, clues, the duty desk, patrols, encounters, shelter beds.
 *
 * <p>Goods come from benefit's stores; what a person found needs afterwards is raised as a signal.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"platform", "access", "region", "registry", "chain", "exchange", "monitoring", "benefit"
        })
package org.hearth.app.outreach;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
