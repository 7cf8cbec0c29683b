package server

import io.ktor.http.ContentType
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.install
import io.ktor.server.engine.embeddedServer
import io.ktor.server.plugins.origin
import io.ktor.server.cio.CIO
import io.ktor.server.request.contentLength
import io.ktor.server.request.receiveChannel
import io.ktor.server.response.respondBytesWriter
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import io.ktor.server.websocket.WebSockets
import io.ktor.server.websocket.webSocket
import io.ktor.utils.io.copyTo
import io.ktor.utils.io.writeFully
import kotlinx.coroutines.delay

/** Ktor on its engine CIO. */
fun main() {
    embeddedServer(CIO, port = (System.getenv("PORT") ?: "8080").toInt()) {
        install(WebSockets)
        routing {
            webSocket("/ws") { for (frame in incoming) send(frame) }
            get("/") { call.describe() }
            get("/slow") {
                delay(call.request.queryParameters["ms"]!!.toLong())
                call.describe()
            }
            post("/echo") {
                val body = call.receiveChannel()
                call.respondBytesWriter(contentLength = call.request.contentLength()) { body.copyTo(this) }
            }
            get("/bytes") {
                val count = call.request.queryParameters["n"]!!.toLong()
                call.respondBytesWriter(contentLength = count) {
                    var sent = 0L
                    while (sent < count) {
                        val part = ByteArray(minOf(8192, count - sent).toInt()) { ((sent + it) % 251).toByte() }
                        writeFully(part)
                        sent += part.size
                    }
                }
            }
            get("/chunks") {
                call.respondBytesWriter(ContentType.Text.Plain) {
                    repeat(10) {
                        writeFully("chunk $it\n".toByteArray())
                        flush()
                    }
                }
            }
        }
    }.start(wait = true)
}

private suspend fun ApplicationCall.describe() {
    val origin = request.origin
    respondText(
        "${ProcessHandle.current().pid()} ${origin.remoteAddress}:${origin.remotePort} " +
            "${origin.localAddress}:${origin.localPort}\n",
    )
}
