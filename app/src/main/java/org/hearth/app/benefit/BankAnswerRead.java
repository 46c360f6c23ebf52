package org.hearth.app.benefit;

import java.util.UUID;

/**
 * What an answer of the bank changed; both are zero when it had been read before.
 *
 * @param paid payments
 * @param returned payments, to go out again with the county's next batch
 */
public record BankAnswerRead(UUID batch, int paid, int returned) {}
