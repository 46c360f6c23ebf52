/**
 * Entitlements, payments in batches of bank instructions, the ledger behind them, and goods from stock.
 *
 * <p>Who is entitled is decided in casework; here it is only carried out, once and provably.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "access", "region", "registry", "chain"})
package org.hearth.app.benefit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
