package io.baton.master.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.posix.Fd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDocumentTest {

    @TempDir
    private Path home = Path.of("");

    private record Master(int slots, @Nullable String trouble, long startedNanos) {}

    private record Group(String name, List<Worker> workers) {}

    private record Worker(int pid, boolean ready) {}

    @Test
    void whatOneProgramWritesTheNextOneReads() throws IOException {
        Master master = new Master(3, null, -5_000_000_000L);
        Group group = new Group("b\u00fccher \udc80", List.of(new Worker(12, true), new Worker(13, false)));
        byte[] document = StateDocument.encode("0.1.0", List.of(7, 8), master, List.of(group));
        try (Fd file = StateDocument.file(document, home)) {
            StateDocument read = StateDocument.read(file);
            assertThat(read.from()).isEqualTo("0.1.0");
            assertThat(read.descriptors()).containsExactly(7, 8);
            assertThat(read.master().as(Master.class)).isEqualTo(master);
            assertThat(read.groups()).hasSize(1);
            assertThat(read.groups().get(0).as(Group.class)).isEqualTo(group);
        }
    }

    @Test
    void anotherFormatIsRefusedWithWhatWasFoundAndExpected() {
        refused("{\"baton_upgrade\":2,\"from\":\"0.9.0\"}")
                .isEqualTo("state: format 2, written by version 0.9.0 (expected: format 1)");
        refused("{}").isEqualTo("state: format null, written by version null (expected: format 1)");
        refused("[]").isEqualTo("state: no object (expected: one with the field baton_upgrade)");
        refused("{\"baton_up").startsWith("state of 10 bytes: not JSON: ");
        refused("").isEqualTo("state of 0 bytes: empty (expected: JSON)");
    }

    @Test
    void aMissingOrMisfittingPartIsNamed() {
        refused("{\"baton_upgrade\":1,\"from\":\"0.1.0\",\"descriptors\":[],\"groups\":[]}")
                .isEqualTo("state: master: missing (expected: an object)");
        refused("{\"baton_upgrade\":1,\"from\":\"0.1.0\",\"descriptors\":[\"x\"],\"master\":{},\"groups\":[]}")
                .isEqualTo("state: descriptors: x (expected: a number >= 0)");
        refused("{\"baton_upgrade\":1,\"from\":\"0.1.0\",\"descriptors\":[],\"master\":{},\"groups\":[3]}")
                .isEqualTo("state: groups[0]: 3 (expected: an object)");
    }

    @Test
    void aFieldThatIsNullIsReadAndOneThatIsMissingIsNot() throws StateException {
        StateDocument state = StateDocument.decode(
                """
                {"baton_upgrade":1,"from":"0.1.0","descriptors":[],"master":{"slots":1,"startedNanos":2},
                 "groups":[{"name":"a","workers":[{"pid":1,"ready":true,"new":0},{"pid":2}]},{"name":"b","workers":[{"pid":"3","ready":true}]}]}"""
                        .getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> state.master().as(Master.class))
                .hasMessage("state: master.trouble: missing (expected: a String)");
        assertThatThrownBy(() -> state.groups().get(0).as(Group.class))
                .hasMessage("state: groups[0].workers[1].ready: missing (expected: a boolean)");
        assertThatThrownBy(() -> state.groups().get(1).as(Group.class))
                .isInstanceOf(StateException.class)
                .hasMessage("state: groups[1].workers[0].pid: String (expected: int)");
    }

    private static org.assertj.core.api.AbstractStringAssert<?> refused(String document) {
        try {
            StateDocument.decode(document.getBytes(StandardCharsets.UTF_8));
            throw new AssertionError("was read: " + document);
        } catch (StateException e) {
            return assertThat(String.valueOf(e.getMessage()));
        }
    }
}
