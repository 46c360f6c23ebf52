package org.hearth.app.platform;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Keeps identity and account numbers: encrypted at rest (SM4-GCM, GB/T 32907), and findable through a keyed blind index
 * (HMAC-SM3, GB/T 32905) that tells equal numbers without telling them.
 */
@Component
public class Vault {

    /**
     * The keys, as hexadecimal text.
     *
     * @param encryptionKey 16 bytes for SM4
     * @param indexKey 32 bytes for HMAC-SM3
     */
    @ConfigurationProperties("hearth.vault")
    record Keys(String encryptionKey, String indexKey) {}

    private static final Provider PROVIDER = new BouncyCastleProvider();
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec encryptionKey;
    private final SecretKeySpec indexKey;

    Vault(Keys keys) {
        this.encryptionKey = new SecretKeySpec(HexFormat.of().parseHex(keys.encryptionKey()), "SM4");
        this.indexKey = new SecretKeySpec(HexFormat.of().parseHex(keys.indexKey()), "HMACSM3");
    }

    /** Encrypts {@code secret}; equal secrets give different bytes each time. */
    public byte[] encrypt(String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, secret.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** @throws IllegalStateException when the bytes were changed or sealed under another key */
    public String decrypt(byte[] sealed) {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return new String(cipher(Cipher.DECRYPT_MODE, nonce, rest), StandardCharsets.UTF_8);
    }

    /** The blind index of {@code secret}: 32 bytes, equal for equal secrets. */
    public byte[] index(String secret) {
        try {
            Mac mac = Mac.getInstance("HMACSM3", PROVIDER);
            mac.init(indexKey);
            return mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the blind index could not be made", e);
        }
    }

    private byte[] cipher(int mode, byte[] nonce, byte[] input) {
        try {
            Cipher sm4 = Cipher.getInstance("SM4/GCM/NoPadding", PROVIDER);
            sm4.init(mode, encryptionKey, new GCMParameterSpec(TAG_BITS, nonce));
            return sm4.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a protected number could not be read or written with the keys in use", e);
        }
    }
}
