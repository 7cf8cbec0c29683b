package io.baton.master.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.Entry;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.journal.WorkerId;
import io.baton.protocol.message.ValueCodec;
import org.junit.jupiter.api.Test;

final class EventStreamTest {

    @Test
    void anEventHasTheFormThatTheCommandPrints() {
        WorkerId worker = new WorkerId("api", "worker 3", 2, 4711);
        Entry entry = new Entry(8, 1740, 1, new WorkerEvent.Died(worker, true, "SIGKILL"));
        assertThat(ValueCodec.encode(EventStream.fields(entry)))
                .isEqualTo("{\"schema\":1,\"seq\":8,\"at\":\"1970-01-01T00:00:00.001Z\",\"ms\":1740,"
                        + "\"type\":\"worker.died\",\"app\":\"api\",\"level\":\"WARNING\","
                        + "\"text\":\"worker 3 (pid 4711) died: SIGKILL\","
                        + "\"event\":{\"worker\":{\"app\":\"api\",\"name\":\"worker 3\",\"slot\":2,\"pid\":4711},"
                        + "\"was_ready\":true,\"end\":\"SIGKILL\"}}");
    }
}
