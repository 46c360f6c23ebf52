package org.hearth.app.casework;

import java.util.UUID;
import org.hearth.app.platform.Yuan;
import org.jspecify.annotations.Nullable;

/**
 * An emergency that is helped first: who, why and how much are registered, all else is filed afterwards
 * (民发〔2018〕23号, 国办发〔2023〕39号).
 *
 * @param id made by the client, so that a form sent again from a phone is one payment
 * @param personId the member that it struck, where it is one
 * @param cause what happened
 * @param account what happened, in words
 * @param amount what is paid at once
 */
public record Emergency(
        UUID id, UUID householdId, @Nullable UUID personId, EmergencyCause cause, String account, Yuan amount) {}
