package io.reagent.tools.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:a9fe:a9fe",
                "::127.0.0.1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "100::1",
                "5f00::1"
            })
    void refusesWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(AddressGuard.PUBLIC_ONLY.allows(InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2001:4860::8888"
            })
    void allowsPublicAddressesUpToTheirNeighbours(String address) throws UnknownHostException {
        assertThat(AddressGuard.PUBLIC_ONLY.allows(InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void anExceptionIsForOneAddress() throws UnknownHostException {
        AddressGuard guard = AddressGuard.allowing(Set.of(InetAddress.getByName("10.0.0.5")));
        assertThat(guard.allows(InetAddress.getByName("10.0.0.5"))).isTrue();
        assertThat(guard.allows(InetAddress.getByName("10.0.0.6"))).isFalse();
    }
}
