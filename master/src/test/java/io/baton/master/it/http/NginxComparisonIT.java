package io.baton.master.it.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Measures the column of the table that is about nginx. Where a specification leaves no choice, the columns of nginx and Baton
 * differ only if nginx does not keep to it.
 */
final class NginxComparisonIT {

    private static final String VERSION = "nginx version: nginx/1.22.1";

    private static NginxProcess nginx;

    @BeforeAll
    static void start() throws IOException {
        String found = NginxProcess.version().orElse("no nginx");
        if (!found.equals(VERSION)) {
            System.out.println("nginx is not compared: found " + found + ", the table is about " + VERSION);
        }
        assumeTrue(found.equals(VERSION), found);
        nginx = new NginxProcess();
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    static List<HttpCase> cases() {
        return HttpCases.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void tableIsRightAboutNginx(HttpCase tried) throws IOException {
        assertThat(Attempt.of(tried, tried.nginx(), nginx.port())).isEqualTo(tried.nginx());
    }
}
