package io.reagent.kit.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * Who reaches a service.
 *
 * @param keyed whether callers must have a key
 * @param address that it listens on, as {@code server.address} says; null for every address
 */
public record Exposure(boolean keyed, @Nullable String address) {
    private static final Logger log = LoggerFactory.getLogger(Exposure.class);

    /** Where services without keys listen, unless they are told otherwise. */
    public static final String THIS_MACHINE = "127.0.0.1";

    /** As settings say. */
    public static Exposure of(ApiKeyProperties properties, Environment environment) {
        String address = environment.getProperty("server.address");
        return new Exposure(!properties.apiKeys().isEmpty(), address == null || address.isBlank() ? null : address);
    }

    /** The host by which this machine reaches it. */
    public String host() {
        if (address == null) {
            return "localhost";
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return parsed.isAnyLocalAddress() || parsed.getHostAddress().equals(THIS_MACHINE) ? "localhost" : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }

    /** Whether others reach it, and need nothing to use it. */
    public boolean isOpen() {
        return !keyed && !isThisMachineAlone();
    }

    private boolean isThisMachineAlone() {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** In a sentence, for whoever starts it. */
    public String sentence() {
        if (keyed) {
            return "Callers need one of the API keys.";
        }
        return isOpen()
                ? "Everybody who reaches this machine may use it: it listens on "
                        + (address == null ? "every address" : address)
                        + " and asks for no API key. Set REAGENT_SECURITY_API_KEYS, or leave SERVER_ADDRESS out."
                : "This machine alone may use it, without a key. To serve others, set REAGENT_SECURITY_API_KEYS.";
    }

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        if (isOpen()) {
            log.warn(sentence());
        } else {
            log.info(sentence());
        }
    }
}
