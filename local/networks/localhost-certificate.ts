import { getCACertificates, setDefaultCACertificates } from "node:tls";

/** Of nobody and for nobody: who plays a network on this machine speaks TLS with it. Made with `openssl req -x509`, for a hundred years. */
export const localhostCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxtXcX/KFdgdAvhuY
6314Y/yWN1JYQrMSMCZBqPfIQMmhRANCAASeKGhNNUH7REBn/aV5HO0vO4QnxjCZ
/F9D7kJ1UQubFamzciQN7t8dNS44LUFkNyRC2t5WODQpS/AGDAJ2Zi06
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUa04U0fPb4RHMDSCS+iwD5rgPw/swCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjIzMTQ0MloYDzIxMjYxMTAy
MjMxNDQyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASeKGhNNUH7REBn/aV5HO0vO4QnxjCZ/F9D7kJ1UQubFamzciQN7t8d
NS44LUFkNyRC2t5WODQpS/AGDAJ2Zi06o28wbTAdBgNVHQ4EFgQUPRusWh8QzGI9
ns/lhEU2oAJIfpYwHwYDVR0jBBgwFoAUPRusWh8QzGI9ns/lhEU2oAJIfpYwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgKbdoPMTKxA7UBG7/MJgXBw5zAqNCdosDnJYsyoGC8CsCICPp
oYCAHuV72R4cfHw2P4w+w2xoHRlkhspN+bStPaMf
-----END CERTIFICATE-----
`,
};

/**
 * Lets this process believe it.
 *
 * @returns what takes that back
 */
export function trustLocalhost(): () => void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, localhostCertificate.cert]);
  return () => setDefaultCACertificates(before);
}
