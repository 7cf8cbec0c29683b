package io.baton.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SnakeCaseTest {

    @Test
    void namesAreChangedAtEachDepthAndValuesAreNot() {
        Object value = ValueCodec.decode("{\"slotName\":\"workerThree\",\"all\":[{\"atMs\":1}],\"none\":null}");
        assertThat(ValueCodec.encode(SnakeCase.of(value)))
                .isEqualTo("{\"slot_name\":\"workerThree\",\"all\":[{\"at_ms\":1}],\"none\":null}");
    }
}
