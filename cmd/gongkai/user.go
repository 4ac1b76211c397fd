package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"gongkai/models"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/report"
)

// userCmd is "gongkai user …".
type userCmd struct {
	Add   userAddCmd   `cmd:"" help:"Add an account. The password is read from standard input."`
	Reset userResetCmd `cmd:"" help:"Set a new password, read from standard input; all sessions of the person end."`
	List  userListCmd  `cmd:"" help:"List accounts."`
}

type userAddCmd struct {
	place
	Username string   `arg:"" help:"Lower-case login name."`
	Name     string   `required:"" help:"The person's name."`
	Section  string   `help:"Name of the section (科室); created when it does not exist. Empty for administrators."`
	Roles    []string `help:"author, head, officer, publisher, clerk, director, or one of sysadmin, secadmin, auditadmin."`
}

// Run adds the account with the rights of the operator of this machine.
func (u userAddCmd) Run(ctx context.Context) error {
	return with(ctx, u.place, func(app *models.App) error {
		form := identity.PersonForm{Username: u.Username, Name: u.Name}
		for _, r := range u.Roles {
			form.Roles = append(form.Roles, identity.Role(r))
		}
		var err error
		if form.Section, err = section(ctx, app, u.Section); err != nil {
			return err
		}
		if form.Password, err = password(); err != nil {
			return err
		}
		p, err := app.People.CreatePerson(ctx, form, identity.Actor{})
		if err != nil {
			return plain(err)
		}
		fmt.Printf("added %s (%s), id %d\n", p.Username, p.Name, p.ID)
		return nil
	})
}

func section(ctx context.Context, app *models.App, name string) (uint64, error) {
	if name == "" {
		return 0, nil
	}
	sections, err := app.People.Sections(ctx)
	if err != nil {
		return 0, err
	}
	for _, x := range sections {
		if x.Name == name {
			return x.ID, nil
		}
	}
	x, err := app.People.SaveSection(ctx, 0, 0, name, 100, identity.Actor{})
	if err != nil {
		return 0, plain(err)
	}
	return x.ID, nil
}

// password reads one line from standard input.
func password() (string, error) {
	if st, err := os.Stdin.Stat(); err == nil && st.Mode()&os.ModeCharDevice != 0 {
		fmt.Fprint(os.Stderr, "password: ")
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", fmt.Errorf("no password on standard input: %w", err)
	}
	return line, nil
}

type userResetCmd struct {
	place
	Username string `arg:""`
}

// Run sets a new password.
func (u userResetCmd) Run(ctx context.Context) error {
	return with(ctx, u.place, func(app *models.App) error {
		a, err := app.People.Actor(ctx, u.Username)
		if err != nil {
			return plain(err)
		}
		p, err := app.People.Person(ctx, a.ID)
		if err != nil {
			return err
		}
		word, err := password()
		if err != nil {
			return err
		}
		if err := app.People.ResetPassword(ctx, p.ID, p.Version, word, identity.Actor{}); err != nil {
			return plain(err)
		}
		fmt.Println("new password for", p.Username)
		return nil
	})
}

type userListCmd struct{ place }

// Run prints one line an account.
func (u userListCmd) Run(ctx context.Context) error {
	return with(ctx, u.place, func(app *models.App) error {
		people, err := app.People.People(ctx)
		if err != nil {
			return err
		}
		names, err := app.People.SectionNames(ctx)
		if err != nil {
			return err
		}
		for _, p := range people {
			where, state := "", "enabled"
			if p.SectionID != nil {
				where = names[*p.SectionID]
			}
			if p.Disabled {
				state = "disabled"
			}
			var roles []string
			for _, r := range p.Roles {
				roles = append(roles, string(r))
			}
			fmt.Printf("%d\t%s\t%s\t%s\t%s\t%s\n", p.ID, p.Username, p.Name, where, strings.Join(roles, ","), state)
		}
		return nil
	})
}

// with opens the data for one command.
func with(ctx context.Context, p place, f func(*models.App) error) error {
	cfg, err := p.config("", "")
	if err != nil {
		return err
	}
	app, done, err := open(ctx, cfg, logger())
	if err != nil {
		return err
	}
	defer done()
	return f(app)
}

// plain turns a form's faults into lines for a terminal.
func plain(err error) error {
	fields := fault.FieldsOf(err)
	if len(fields) == 0 {
		return err
	}
	var lines []error
	for name, message := range fields {
		lines = append(lines, fmt.Errorf("%s: %s", name, message))
	}
	return errors.Join(lines...)
}

// reportCmd is "gongkai report …".
type reportCmd struct {
	Check  reportCheckCmd  `cmd:"" help:"Check a report, whoever wrote it, by every rule known. Needs no database."`
	Import reportImportCmd `cmd:"" help:"Store the text of a published report as a draft with its figures, and print the document's id."`
}

type reportImportCmd struct {
	place
	File   string `arg:"" type:"existingfile" help:"Text or HTML of the report."`
	As     string `required:"" help:"Username of the author." placeholder:"USER"`
	Column string `default:"zfxxgk/nb" help:"Path of the column of annual reports."`
	Year   int    `help:"Year of the report; read from the text when missing."`

	Original string `help:"The report was public before and is published again as it was, right or wrong; says where it was." placeholder:"WHERE"`
}

// Run imports one report.
func (r reportImportCmd) Run(ctx context.Context) error {
	return with(ctx, r.place, func(app *models.App) error {
		by, err := app.People.Actor(ctx, r.As)
		if err != nil {
			return plain(err)
		}
		text, err := os.ReadFile(r.File)
		if err != nil {
			return err
		}
		names, err := app.People.SectionNames(ctx)
		if err != nil {
			return err
		}
		id, warnings, err := app.Report.Import(ctx, report.ImportForm{Column: r.Column, Year: r.Year, File: text, Source: names[by.SectionID], Original: r.Original != "", Reason: r.Original}, by)
		if err != nil {
			return plain(err)
		}
		for _, w := range warnings {
			fmt.Fprintln(os.Stderr, w)
		}
		fmt.Println(id)
		return nil
	})
}
