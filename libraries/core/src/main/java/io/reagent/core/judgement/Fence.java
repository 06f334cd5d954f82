package io.reagent.core.judgement;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks where the untrusted trajectory begins and ends in a prompt. Its author cannot know it, and the same content
 * always has the same one, so a greedy judgement can be repeated.
 *
 * @param nonce eight lower-case hexadecimal digits
 */
public record Fence(String nonce) {
    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{8}");
    private static final int NONCE_BYTES = 4;

    public Fence {
        if (!NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("a fence is eight lower-case hexadecimal digits, not " + nonce);
        }
    }

    /**
     * The first eight digits of HMAC-SHA256(secret, content hash).
     *
     * @param secret key that callers of the judge do not know; not empty
     * @param contentHash as {@link io.reagent.core.trajectory.ContentHash} gives it
     */
    public static Fence of(byte[] secret, String contentHash) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] code = mac.doFinal(contentHash.getBytes(StandardCharsets.UTF_8));
            return new Fence(HexFormat.of().formatHex(code, 0, NONCE_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    @Override
    public String toString() {
        return nonce;
    }
}
