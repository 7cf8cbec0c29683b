package io.baton.master;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformTest {

    @Test
    void theTestsRunWhereBatonRuns() {
        assertThat(Platform.unsupported()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Linux, amd64", "Linux, x86_64", "Linux, aarch64"})
    void linuxOnItsTwoArchitecturesIsSupported(String system, String architecture) {
        assertThat(Platform.unsupported(system, architecture)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Linux, i386", "Linux, arm", "Linux, riscv64", "Mac OS X, aarch64", "Windows 11, amd64", "AIX, ppc64"})
    void anythingElseIsToldInOneLineWithWhatIsExpected(String system, String architecture) {
        assertThat(Platform.unsupported(system, architecture))
                .contains("this system is " + system + " " + architecture
                        + " (expected: Linux x86_64 or aarch64, with glibc 2.34 or newer)");
    }
}
