package io.reagent.tools.browse;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a host once for each connection and hands out only what the guard allows. The connection is made to these very
 * addresses, so a name that changes its address in between (DNS rebinding) gains nothing.
 *
 * @param guard decides
 * @param names the machine's resolver
 */
record GuardedResolver(AddressGuard guard, DnsResolver names) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        for (InetAddress address : addresses) {
            if (!guard.allows(address)) {
                throw new RefusedAddressException(host);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return names.resolveCanonicalHostname(host);
    }

    /** A host with an address that no page may come from. */
    static final class RefusedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1;

        RefusedAddressException(String host) {
            super(host + " is not a public address; only public pages can be read");
        }
    }
}
