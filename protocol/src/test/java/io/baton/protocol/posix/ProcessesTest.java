package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessesTest {

    @Test
    void thePidIsThatOfThisJvm() {
        assertThat(Processes.pid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(Processes.parentPid())
                .isEqualTo((int) ProcessHandle.current().parent().orElseThrow().pid());
        assertThat(Processes.kill(Processes.pid(), 0)).isZero();
        assertThat(Processes.kill(0x3fffffff, 0)).isEqualTo(-Errno.ESRCH);
        assertThat(Processes.waitpid(Processes.pid())).isEqualTo(-Errno.ECHILD);
        assertThat(Processes.pidfdOpen(0x3fffffff)).isNegative();
    }

    @Test
    void aRemovedVariableIsNotInTheEnvironment() {
        ByteBuffer name = Native.cString("BATON_PROCESSES_TEST");
        ByteBuffer value = Native.cString("here");
        CLibrary.call("setenv", name, value, 1);
        assertThat(Processes.environment("BATON_PROCESSES_TEST")).isEqualTo("here");

        Processes.removeEnvironment("BATON_PROCESSES_TEST");

        assertThat(Processes.environment("BATON_PROCESSES_TEST")).isNull();
    }

    @Test
    void theDescriptorLimitIsTheKernels() throws IOException {
        String told = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split(" +", -1)[3])
                .findFirst()
                .orElseThrow();

        assertThat(Processes.descriptorLimit())
                .isEqualTo(told.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(told));
    }
}
