import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';

/** A key for localhost with a self-signed certificate, for this benchmark only. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1SaB0LyMqXtTBcSV
C/xx4qVPVNza0YadLleMVkUV73WhRANCAASc7zQ042IqlSyYklrqp+HTKW4OkqVq
USpAK1cFixcDxav+Loz3h3hMMBQsScYGwu2zqfkyFBjneBu1V/TbI7Op
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUXjjW45Ao0aNWtjsJqHB2tPSjmbowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTE2MTUyM1oYDzIxMjYxMTAx
MTYxNTIzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASc7zQ042IqlSyYklrqp+HTKW4OkqVqUSpAK1cFixcDxav+Loz3h3hM
MBQsScYGwu2zqfkyFBjneBu1V/TbI7Opo2kwZzAdBgNVHQ4EFgQUmUCoIpc8BLOG
DeKhkGixNTC5rqowHwYDVR0jBBgwFoAUmUCoIpc8BLOGDeKhkGixNTC5rqowDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIgEGgN0OUlbdebY8uMagwhcrVNhSHt11V/w0PndsrAcoYCIQDpP3Pmys1Z
tYN3hpfwfJTCL+6cbISff1zRmAhfFIXhbg==
-----END CERTIFICATE-----`;

/**
 * Serves the same endpoint over TLS, as AWS's are, because the SDK then loads another half of Node's HTTP.
 */
export async function overTls(endpoint: string, directory: string) {
  const { hostname, port } = new URL(endpoint);
  const server = createServer({ key, cert }, (socket) => {
    const behind = connect(Number(port), hostname);
    socket.pipe(behind).pipe(socket);
    for (const end of [socket, behind]) end.on('error', () => [socket, behind].map((one) => one.destroy()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const file = join(directory, 'authority.pem');
  writeFileSync(file, cert);
  return {
    endpoint: `https://localhost:${(server.address() as AddressInfo).port}`,
    /** For `NODE_EXTRA_CA_CERTS`. */
    authority: file,
    stop: () => void server.close(),
  };
}
