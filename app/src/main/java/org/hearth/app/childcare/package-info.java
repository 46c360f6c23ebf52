/**
 * Left-behind children, children in difficulty: guardianship checks, and the mandatory report to police.
 *
 * <p>A child's allowance is a benefit; here is who looks after the child.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"platform", "access", "region", "registry", "chain", "exchange", "monitoring"})
package org.hearth.app.childcare;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
