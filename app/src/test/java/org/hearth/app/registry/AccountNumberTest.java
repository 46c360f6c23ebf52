package org.hearth.app.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountNumberTest {

    @Test
    void a_union_pay_card_is_checked_by_its_last_digit_and_a_passbook_by_its_length() {
        assertThat(AccountNumber.fault("6228480402564890018")).isEmpty();
        assertThat(AccountNumber.fault("6228480402564890081"))
                .as("two digits swapped")
                .isPresent();
        assertThat(AccountNumber.fault("6228480402564890019"))
                .as("one digit off")
                .isPresent();
        assertThat(AccountNumber.fault("910203040506")).as("a passbook").isEmpty();
        assertThat(AccountNumber.fault("1234567")).isPresent();
        assertThat(AccountNumber.fault(AccountNumber.plain("6228 4804 0256 4890 018")))
                .isEmpty();
    }
}
