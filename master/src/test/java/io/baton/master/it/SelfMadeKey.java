package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A key that a server under test has for TLS, and clients that trust any. */
public final class SelfMadeKey {

    /** Of the store. */
    public static final String PASSWORD = "secret";

    private SelfMadeKey() {}

    /** Makes one in a store of type PKCS12. */
    public static Path in(Path directory) throws Exception {
        Path store = directory.resolve("key.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = List.of(keytool.toString(), "-genkeypair", "-keystore", store.toString());
        List<String> options = List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keyalg", "EC");
        List<String> names = List.of("-alias", "a", "-dname", "CN=localhost");
        Process process = new ProcessBuilder(List.of(command, options, names).stream()
                        .flatMap(List::stream)
                        .toList())
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return store;
    }

    /** What clients use that trust any server. */
    public static SSLContext trusted() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new All()}, null);
        return context;
    }

    private static final class All implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
