package org.hearth.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VaultTest {

    private final Vault vault =
            new Vault(new Vault.Keys("00112233445566778899aabbccddeeff", "00112233445566778899aabbccddeeff".repeat(2)));

    @Test
    void a_number_comes_back_as_it_was_and_never_looks_the_same_twice() {
        String number = "11010519491231002X";

        assertThat(vault.decrypt(vault.encrypt(number))).isEqualTo(number);
        assertThat(vault.encrypt(number)).isNotEqualTo(vault.encrypt(number));
    }

    @Test
    void equal_numbers_have_equal_indexes_under_one_key_only() {
        Vault other = new Vault(
                new Vault.Keys("00112233445566778899aabbccddeeff", "ff112233445566778899aabbccddeeff".repeat(2)));

        assertThat(vault.index("11010519491231002X")).hasSize(32).isEqualTo(vault.index("11010519491231002X"));
        assertThat(vault.index("11010519491231002X")).isNotEqualTo(vault.index("110105194912310038"));
        assertThat(vault.index("11010519491231002X")).isNotEqualTo(other.index("11010519491231002X"));
    }

    @Test
    void a_changed_byte_is_noticed() {
        byte[] sealed = vault.encrypt("11010519491231002X");
        sealed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> vault.decrypt(sealed)).isInstanceOf(IllegalStateException.class);
    }
}
