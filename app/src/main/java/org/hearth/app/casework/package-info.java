/**
 * The procedure from acceptance to decision with its statutory clocks, and emergency relief that is papered afterwards.
 *
 * <p>The rules of eligibility are in the policy pack; paying is in benefit.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"platform", "access", "region", "registry", "chain", "exchange", "monitoring", "benefit"
        })
package org.hearth.app.casework;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
