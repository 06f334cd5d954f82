package io.reagent.lm.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class DevicesTest {
    @Test
    void a_device_that_is_not_there_is_refused_with_what_to_do() {
        assertThat(Devices.named("cpu")).isEqualTo(Device.cpu());
        assertThatThrownBy(() -> Devices.named("gpu:64")).hasMessageContaining("docs/gpu.md");
        assertThatThrownBy(() -> Devices.named("cuda")).hasMessageContaining("cpu, gpu or gpu:N");
    }
}
