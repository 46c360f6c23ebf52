package org.hearth.letters;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.hearth.policy.Determination;

/** The SM3 digest (GB/T 32905) of a determination, written out: whoever holds it can prove that a replay is the same, byte for byte. */
public record CheckCode(String hex) {

    private static final Pattern WRITTEN = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException when it is not 64 hexadecimal digits; blanks between them do not matter */
    public CheckCode {
        hex = hex.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        if (!WRITTEN.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "a check code has 64 digits 0-9 and a-f, and this has " + hex.length() + " characters: " + hex);
        }
    }

    /** The code of a determination. */
    public static CheckCode of(Determination determination) {
        byte[] bytes = determination.toJson().getBytes(StandardCharsets.UTF_8);
        var digest = new SM3Digest();
        digest.update(bytes, 0, bytes.length);
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return new CheckCode(HexFormat.of().formatHex(out));
    }

    /** In groups of eight, as a letter shows it. */
    public String grouped() {
        return hex.replaceAll("(.{8})(?!$)", "$1 ");
    }
}
