package org.hearth.app.platform;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
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
    // One a thread, with the key hashed in: millions of rows ask for their index. Finishing one resets it to that
    // state.
    private final ThreadLocal<HMac> macs;

    Vault(Keys keys) {
        this.encryptionKey = new SecretKeySpec(HexFormat.of().parseHex(keys.encryptionKey()), "SM4");
        byte[] indexKey = HexFormat.of().parseHex(keys.indexKey());
        this.macs = ThreadLocal.withInitial(() -> {
            HMac mac = new HMac(new SM3Digest());
            mac.init(new KeyParameter(indexKey));
            return mac;
        });
    }

    /** Encrypts {@code secret}; equal secrets give different bytes each time. */
    public byte[] encrypt(String secret) {
        return seal(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #encrypt}, for bytes that are no text, such as a part of a file. */
    public byte[] seal(byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, secret);
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** @throws IllegalStateException when the bytes were changed or sealed under another key */
    public String decrypt(byte[] sealed) {
        return new String(open(sealed), StandardCharsets.UTF_8);
    }

    /** What {@link #seal} sealed; fails as {@link #decrypt} does. */
    public byte[] open(byte[] sealed) {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return cipher(Cipher.DECRYPT_MODE, nonce, rest);
    }

    /** The blind index of {@code secret}: 32 bytes, equal for equal secrets. */
    public byte[] index(String secret) {
        byte[] text = secret.getBytes(StandardCharsets.UTF_8);
        HMac mac = macs.get();
        mac.update(text, 0, text.length);
        byte[] index = new byte[mac.getMacSize()];
        mac.doFinal(index, 0);
        return index;
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
