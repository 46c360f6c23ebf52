package org.hearth.app.benefit;

import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.platform.Yuan;
import org.hearth.divisions.RegionCode;

/**
 * The bank returned a payment; it goes out again with the county's next batch.
 *
 * @param code the bank's reason, of the ISO 20022 external code set, e.g. {@code AC04}
 */
public record PaymentReturned(
        UUID paymentId, UUID householdId, RegionCode region, String benefit, Yuan amount, String code, LocalDate on) {}
