package server;

import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Quarkus REST; Quarkus itself has the main class. */
@Path("/")
@Produces(MediaType.TEXT_PLAIN)
public class Main {

    void routes(@Observes Router router) {
        router.route("/ws")
                .handler(context -> context.request()
                        .toWebSocket()
                        .onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage)));
    }

    @GET
    public String describe(@Context HttpServerRequest request) {
        return ProcessHandle.current().pid() + " " + request.remoteAddress() + " "
                + request.connection().localAddress() + "\n";
    }

    @GET
    @Path("slow")
    public String slow(@QueryParam("ms") long ms, @Context HttpServerRequest request) throws InterruptedException {
        Thread.sleep(ms);
        return describe(request);
    }

    @POST
    @Path("echo")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public byte[] echo(byte[] body) {
        return body;
    }

    @GET
    @Path("bytes")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public byte[] bytes(@QueryParam("n") int n) {
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    @GET
    @Path("chunks")
    public Multi<String> chunks() {
        return Multi.createFrom().range(0, 10).map(i -> "chunk " + i + "\n");
    }
}
