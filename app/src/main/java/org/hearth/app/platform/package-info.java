/**
 * What every room stands on: the clock, the scope of a connection, encryption, the audit trail, money, texts in two languages, the page frame.
 *
 * <p>Holds nothing of civil affairs.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.hearth.app.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
