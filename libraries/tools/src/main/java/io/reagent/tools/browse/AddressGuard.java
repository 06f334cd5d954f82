package io.reagent.tools.browse;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * Says which addresses a page may come from: public ones. Private, loopback, link-local (cloud metadata among them),
 * shared, documentation, benchmarking, multicast and reserved ranges are refused (IANA special-purpose registries), in
 * IPv6 everything outside global unicast, and addresses that carry an IPv4 address inside.
 */
public final class AddressGuard {
    /** No exceptions. */
    public static final AddressGuard PUBLIC_ONLY = new AddressGuard(Set.of());

    private record Range(int prefix, int bits) {
        boolean contains(int address) {
            return bits == 0 || (address ^ prefix) >>> (Integer.SIZE - bits) == 0;
        }

        static Range of(int a, int b, int c, int bits) {
            return new Range(a << 24 | b << 16 | c << 8, bits);
        }
    }

    private static final List<Range> REFUSED = List.of(
            Range.of(0, 0, 0, 8),
            Range.of(10, 0, 0, 8),
            Range.of(100, 64, 0, 10),
            Range.of(127, 0, 0, 8),
            Range.of(169, 254, 0, 16),
            Range.of(172, 16, 0, 12),
            Range.of(192, 0, 0, 24),
            Range.of(192, 0, 2, 24),
            Range.of(192, 88, 99, 24),
            Range.of(192, 168, 0, 16),
            Range.of(198, 18, 0, 15),
            Range.of(198, 51, 100, 24),
            Range.of(203, 0, 113, 24),
            Range.of(224, 0, 0, 3));

    private final Set<InetAddress> exceptions;

    private AddressGuard(Set<InetAddress> exceptions) {
        this.exceptions = Set.copyOf(exceptions);
    }

    /** The same guard, for an operator who trusts some internal addresses, such as a wiki's. */
    public static AddressGuard allowing(Set<InetAddress> exceptions) {
        return new AddressGuard(exceptions);
    }

    public boolean allows(InetAddress address) {
        return exceptions.contains(address) || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> isPublic(number(four.getAddress(), 0));
            case Inet6Address six -> isPublic(six.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic(int four) {
        return REFUSED.stream().noneMatch(range -> range.contains(four));
    }

    /** Global unicast is 2000::/3; in it are 2001::/23 (Teredo, ORCHID …), 2001:db8::/32, 2002::/16 (6to4), 3fff::/20. */
    private static boolean isPublic(byte[] six) {
        int high = number(six, 0);
        boolean special = new Range(0x20010000, 23).contains(high)
                || new Range(0x20010db8, 32).contains(high)
                || new Range(0x20020000, 16).contains(high)
                || new Range(0x3fff0000, 20).contains(high);
        return new Range(0x20000000, 3).contains(high) && !special;
    }

    private static int number(byte[] bytes, int from) {
        return (bytes[from] & 0xFF) << 24
                | (bytes[from + 1] & 0xFF) << 16
                | (bytes[from + 2] & 0xFF) << 8
                | bytes[from + 3] & 0xFF;
    }
}
