/**
 * People who cannot say who they are, their photographs and notices, reports of missing people, and who decided that the one is the other.
 *
 * <p>Candidates are ranked by the linkage library from what can be seen and heard. It never decides: people do, by proof.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "access", "region", "registry", "chain", "exchange", "outreach"})
package org.hearth.app.familysearch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
