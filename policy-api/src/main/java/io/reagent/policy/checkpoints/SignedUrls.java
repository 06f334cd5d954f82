package io.reagent.policy.checkpoints;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.UriComponentsBuilder;

/** URLs that let whoever has them in for a while, without an API key. They hold for this process alone. */
public final class SignedUrls {
    /** How long one holds. */
    public static final Duration VALIDITY = Duration.ofMinutes(15);

    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;

    SignedUrls() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * Signs a path of this service.
     *
     * @param request asked on the host that the URL is to name
     * @param path encoded
     */
    public URI sign(ServerHttpRequest request, String path, Instant expires) {
        return UriComponentsBuilder.fromUri(request.getURI())
                .replacePath(path)
                .replaceQuery("expires=" + expires.getEpochSecond() + "&signature="
                        + signature(path, expires.getEpochSecond()))
                .build(true)
                .toUri();
    }

    /** Whether the request was signed here, and not too long ago. */
    public boolean holds(ServerHttpRequest request) {
        String expires = request.getQueryParams().getFirst("expires");
        String signature = request.getQueryParams().getFirst("signature");
        if (expires == null || signature == null || !expires.matches("\\d{1,12}")) {
            return false;
        }
        long until = Long.parseLong(expires);
        String expected = signature(request.getURI().getRawPath(), until);
        return Instant.now().getEpochSecond() < until
                && MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8));
    }

    private String signature(String path, long expires) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal((path + " " + expires).getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
