# One static program in an otherwise empty image. Build it with
#   docker build --build-arg VERSION=1.0.0 -t gongkai .
# and run it with a volume at /data and, for production, a database server:
#   docker run -p 8080:8080 -v gongkai:/data \
#     -e GONGKAI_DATABASE='user:pass@tcp(db:3306)/gongkai' \
#     -e GONGKAI_BASE_URL=https://www.example.gov.cn gongkai
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /out/gongkai ./cmd/gongkai
# The only folders the program may write to: its data, and large uploads on
# their way in.
RUN mkdir -p /out/writable/data /out/writable/tmp && chmod 0750 /out/writable/data

FROM scratch
COPY --from=build /out/gongkai /gongkai
COPY --from=build --chown=65532:65532 /out/writable/ /
USER 65532:65532
ENV GONGKAI_ADDR=0.0.0.0:8080 GONGKAI_DATA=/data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/gongkai"]
CMD ["serve"]
