// pulumi-generate-sdk LANGUAGE SCHEMA FOLDER writes the SDK of a plugin, with the engine's own generators: python or go.
// It does what `pulumi package gen-sdk` does, which needs newer language hosts.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if len(os.Args) != 4 {
		fail(fmt.Errorf("usage: pulumi-generate-sdk python|go SCHEMA FOLDER"))
	}
	if err := generate(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fail(err)
	}
}

func generate(language, schemaFile, folder string) error {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return err
	}
	pkg, diagnostics, err := schema.BindSpec(spec, noPackages{}, schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if len(diagnostics) > 0 {
		return diagnostics
	}
	// As `pulumi package add` does: the SDK names the plugin's version, and one in Go is a module.
	pkg.SupportPack = true
	var files map[string][]byte
	switch language {
	case "python":
		files, err = python.GeneratePackage("pulumi", pkg, nil, noPackages{})
	case "go":
		files, err = gogen.GeneratePackage("pulumi", pkg, nil)
	default:
		err = fmt.Errorf("%q is neither python nor go", language)
	}
	if err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// The schema refers to no other package, so nobody asks for one.
type noPackages struct{ schema.ReferenceLoader }

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
