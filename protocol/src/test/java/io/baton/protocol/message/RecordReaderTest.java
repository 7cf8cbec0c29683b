package io.baton.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordReaderTest {

    private enum Colour {
        RED,
        GREEN
    }

    private record Lamp(Colour colour, List<Colour> others) {}

    @Test
    void anEnumConstantInARecordComesBackFromItsName() {
        Lamp lamp = new Lamp(Colour.RED, List.of(Colour.GREEN, Colour.RED));
        assertThat(ValueCodec.record(ValueCodec.decode(ValueCodec.encode(lamp)), Lamp.class))
                .isEqualTo(lamp);
    }

    @Test
    void aNameThatIsNoConstantIsAnError() {
        assertThatThrownBy(() -> ValueCodec.record(ValueCodec.decode("{\"colour\":\"BLUE\"}"), Lamp.class))
                .hasMessage("message.colour: BLUE (expected: a Colour)");
    }
}
